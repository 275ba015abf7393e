package org.sanswitch.impl.core;

import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sanswitch.api.SanSwitch;

/** The report as a service of plain Java types, for those who cannot see ours. */
@Component(service = Supplier.class, property = "org.sanswitch.report:Boolean=true")
public final class ReportService implements Supplier<List<String>> {

  private final SanSwitch switched;

  /**
   * Publishes the report.
   *
   * @param switched the switch
   */
  @Activate
  public ReportService(@Reference SanSwitch switched) {
    this.switched = switched;
  }

  @Override
  public List<String> get() {
    return switched.report();
  }
}
