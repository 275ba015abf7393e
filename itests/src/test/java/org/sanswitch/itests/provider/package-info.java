/** SAN service providers that exist for the tests only: they note what the switch does with them. */
package org.sanswitch.itests.provider;
