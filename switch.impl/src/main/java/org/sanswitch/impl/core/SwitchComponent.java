package org.sanswitch.impl.core;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.routing.RuleParser;
import org.sanswitch.impl.routing.Rules;
import org.sanswitch.impl.session.SessionTable;
import org.sanswitch.spi.SanServiceProvider;

/**
 * The switch as a component: its settings, and the providers that come and go. The other components
 * of this package publish it.
 */
@Component(service = SwitchComponent.class, immediate = true, configurationPid = SwitchComponent.PID)
@Designate(ocd = SwitchConfig.class)
public final class SwitchComponent {

  /** The configuration's name. */
  static final String PID = "org.sanswitch.switch";

  private final BundleContext context;
  private final RuleParser parser = new RuleParser(InetAddress::getAllByName);
  private final SessionTable sessions;
  private final SwitchRuntime runtime;

  /**
   * Starts the switch.
   *
   * @param context for framework properties
   * @param configuration from Configuration Admin
   */
  @Activate
  public SwitchComponent(BundleContext context, Map<String, Object> configuration) {
    this.context = context;
    SettingsReader reader = reader(configuration);
    sessions = new SessionTable(reader.sessionSettings());
    SwitchSettings settings = reader.switchSettings(parser, Rules.NONE);
    runtime = new SwitchRuntime(settings, sessions, HostAddresses::now, System::nanoTime);
  }

  private SettingsReader reader(Map<String, Object> configuration) {
    return new SettingsReader(configuration, context::getProperty, problem -> System
      .getLogger(SwitchComponent.class.getName())
      .log(Level.ERROR, problem));
  }

  @Modified
  void modified(Map<String, Object> configuration) {
    Rules inForce = runtime.router().rules();
    runtime.settings(reader(configuration).switchSettings(parser, inForce));
  }

  @Deactivate
  void deactivate() {
    runtime.stop();
    sessions.close();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, updated = "updateProvider")
  void addProvider(SanServiceProvider provider, Map<String, Object> properties) {
    runtime.addProvider(provider, properties);
  }

  void updateProvider(SanServiceProvider provider, Map<String, Object> properties) {
    runtime.updateProvider(provider, properties);
  }

  void removeProvider(SanServiceProvider provider) {
    runtime.removeProvider(provider);
  }

  SwitchRuntime runtime() {
    return runtime;
  }
}
