/** The second process of the compatibility kit: it plays the peer, and is told what to do by lines of text. */
@NullMarked
package org.sanswitch.tck.peer;

import org.jspecify.annotations.NullMarked;
