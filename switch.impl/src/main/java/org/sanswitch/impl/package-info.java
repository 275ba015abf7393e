/** The switch: routing, sessions, memory, and the socket facades on top of them. */
@NullMarked
package org.sanswitch.impl;

import org.jspecify.annotations.NullMarked;
