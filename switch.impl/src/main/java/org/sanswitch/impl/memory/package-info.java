/**
 * Memory of applications that is registered with providers as it is, without a copy: who notices when
 * it goes, and tells the registration caches of the providers (MEM-5).
 */
@NullMarked
package org.sanswitch.impl.memory;

import org.jspecify.annotations.NullMarked;
