package org.sanswitch.rules.ledger;

import java.util.List;
import java.util.Set;

/**
 * A rule in the ledger.
 *
 * @param id its id
 * @param sides whom it binds
 * @param code names of the classes that keep it
 */
record Entry(String id, Set<Claim.Side> sides, List<String> code) {}
