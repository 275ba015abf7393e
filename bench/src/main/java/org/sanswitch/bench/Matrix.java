package org.sanswitch.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sanswitch.bench.Row.Group;

/**
 * What is measured in a round.
 *
 * @param variantsOf what is compared in each group, at least one variant
 */
record Matrix(Map<Group, List<Variant>> variantsOf) {

  /** {@return all combinations that make sense} */
  static Matrix of(Options options) {
    Map<Group, List<Variant>> variantsOf = new LinkedHashMap<>();
    for (Placement placement : options.placements()) {
      for (Workload workload : options.workloads()) {
        List<Variant> able =
            options.variants().stream().filter(variant -> variant.runs(workload)).toList();
        if (!able.isEmpty()) {
          for (int connections : workload.connections(options.connections())) {
            variantsOf.put(new Group(workload, connections, placement), able);
          }
        }
      }
    }
    return new Matrix(variantsOf);
  }

  List<Group> groups() {
    return new ArrayList<>(variantsOf.keySet());
  }

  List<Variant> variants(Group group) {
    return variantsOf.getOrDefault(group, List.of());
  }

  /** {@return how many measurements a round has} */
  int measurements() {
    return variantsOf.values().stream().mapToInt(List::size).sum();
  }
}
