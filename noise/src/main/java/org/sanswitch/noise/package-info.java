/** Holds threads up at random places of the code under test. */
@NullMarked
package org.sanswitch.noise;

import org.jspecify.annotations.NullMarked;
