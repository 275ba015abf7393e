/** The command line behind {@code ./sanswitch}. It starts programs, and never runs the switch. */
@NullMarked
package org.sanswitch.launcher;

import org.jspecify.annotations.NullMarked;
