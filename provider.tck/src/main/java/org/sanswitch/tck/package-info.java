/** What a SAN service provider or adapter owes, rule by rule, as tests that anybody can run. */
@NullMarked
package org.sanswitch.tck;

import org.jspecify.annotations.NullMarked;
