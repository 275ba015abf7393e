package org.sanswitch.impl.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sanswitch.api.ConnectionStatus;
import org.sanswitch.api.ListenerStatus;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.impl.report.ReportText;
import org.sanswitch.impl.routing.RuleParser;

/** The switch as operators see it. */
@Component(service = SanSwitch.class)
public final class SwitchStatus implements SanSwitch {

  private final SwitchRuntime runtime;
  private final RuleParser parser = new RuleParser(InetAddress::getAllByName);

  /**
   * Publishes a switch.
   *
   * @param component the switch
   */
  @Activate
  public SwitchStatus(@Reference SwitchComponent component) {
    this(component.runtime());
  }

  SwitchStatus(SwitchRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public List<ProviderStatus> providers() {
    return runtime.providers().status();
  }

  @Override
  public List<ConnectionStatus> connections() {
    return runtime.sessions().status();
  }

  @Override
  public List<ListenerStatus> listeners() {
    return runtime.listeners().status(providers());
  }

  @Override
  public List<RouteCount> routeCounts() {
    return runtime.ledger().counts();
  }

  @Override
  public List<String> report() {
    return ReportText.lines(routeCounts(), providers());
  }

  @Override
  public Route explain(InetSocketAddress remote) {
    return runtime.explain(remote);
  }

  @Override
  public String rules() {
    return runtime.router().rules().text();
  }

  @Override
  public void setRules(String rules) throws RuleSyntaxException {
    runtime.rules(parser.parse(rules));
  }
}
