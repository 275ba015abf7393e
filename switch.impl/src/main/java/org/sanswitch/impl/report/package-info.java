/** Status and counts: the answer to whether a connection was accelerated, and if not why. */
@NullMarked
package org.sanswitch.impl.report;

import org.jspecify.annotations.NullMarked;
