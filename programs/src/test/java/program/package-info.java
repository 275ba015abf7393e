/**
 * Servers and clients made of libraries of others. They know nothing of the switch: what they use of
 * sockets they use by those libraries. A server prints a line with its port and ends with its
 * standard input; a client prints what it has done.
 */
package program;
