package org.sanswitch.rules.ledger;

import java.util.List;

/**
 * A rule in the ledger.
 *
 * @param id its id
 * @param code names of the classes that keep it
 */
record Entry(String id, List<String> code) {}
