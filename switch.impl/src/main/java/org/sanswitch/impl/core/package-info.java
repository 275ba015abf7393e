/**
 * The switch put together: connecting, listening, settings, and the components that publish it.
 *
 * <p><b>Locks.</b> {@code ProviderSet}, {@code CompanionSet}, {@code Companion}, {@code SanConnect},
 * {@code SanTry}, {@code NegativeCache} and the rows of the ledger have one lock each. None is held
 * while another one is taken, nor while a provider, a session or a facade is called; so there is no
 * lock order to keep.
 */
@NullMarked
package org.sanswitch.impl.core;

import org.jspecify.annotations.NullMarked;
