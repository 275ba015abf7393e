package org.sanswitch.launcher.embedded;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Records of types that only bundles know, as lines of {@code name=value} separated by tabs. */
final class Records {

  private Records() {}

  static List<String> lines(List<?> elements) throws ReflectiveOperationException {
    List<String> lines = new ArrayList<>();
    for (Object element : elements) {
      lines.add(element instanceof Record row ? line(row) : String.valueOf(element));
    }
    return lines;
  }

  private static String line(Record row) throws ReflectiveOperationException {
    List<String> fields = new ArrayList<>();
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      String value = String.valueOf(component.getAccessor().invoke(row));
      fields.add(component.getName() + "=" + value.replaceAll("[\\t\\r\\n]", " "));
    }
    return String.join("\t", fields);
  }
}
