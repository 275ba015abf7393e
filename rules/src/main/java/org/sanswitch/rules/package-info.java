/** The rules of the switch in its tests: which test shows which rule, which mutant breaks it. */
@NullMarked
package org.sanswitch.rules;

import org.jspecify.annotations.NullMarked;
