/** Providers as the switch sees them: discovery, start, upcall table, handles, the end. */
@NullMarked
package org.sanswitch.impl.provider;

import org.jspecify.annotations.NullMarked;
