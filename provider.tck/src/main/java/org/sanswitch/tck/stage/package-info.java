/** The stage of the compatibility kit: two started ends of a provider, every call recorded and judged. */
@NullMarked
package org.sanswitch.tck.stage;

import org.jspecify.annotations.NullMarked;
