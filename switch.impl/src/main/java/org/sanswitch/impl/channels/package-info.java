/** The facades: what java.net and java.nio programs see. */
@NullMarked
package org.sanswitch.impl.channels;

import org.jspecify.annotations.NullMarked;
