/** What every fuzz target of the project is run by; test code, in no bundle. */
@org.jspecify.annotations.NullMarked
package org.sanswitch.fuzz;
