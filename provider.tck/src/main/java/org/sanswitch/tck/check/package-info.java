/** The checks of the compatibility kit, by the kind of obligation. */
@NullMarked
package org.sanswitch.tck.check;

import org.jspecify.annotations.NullMarked;
