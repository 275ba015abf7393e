/** The runnable jar and the command line: starts the embedded framework and hands over to it. */
@NullMarked
package org.sanswitch.launcher;

import org.jspecify.annotations.NullMarked;
