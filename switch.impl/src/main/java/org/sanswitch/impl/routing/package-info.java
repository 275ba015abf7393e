/** Where a connection goes and why: rules, table of subnets, ranking, negative cache. */
@NullMarked
package org.sanswitch.impl.routing;

import org.jspecify.annotations.NullMarked;
