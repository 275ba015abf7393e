/** RDMA hardware: libibverbs and librdmacm through java.lang.foreign. */
@NullMarked
package org.sanswitch.provider.verbs;

import org.jspecify.annotations.NullMarked;
