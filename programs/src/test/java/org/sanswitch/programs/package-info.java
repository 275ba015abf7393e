/** Programs of others in JVMs of their own, with the agent at both ends. */
package org.sanswitch.programs;
