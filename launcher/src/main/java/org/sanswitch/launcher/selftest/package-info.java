/** {@code sanswitch selftest}: what this machine offers, and one loop over each route. */
@NullMarked
package org.sanswitch.launcher.selftest;

import org.jspecify.annotations.NullMarked;
