package org.sanswitch.impl.core;

import java.net.SocketImplFactory;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sanswitch.impl.asynchronous.SwitchAsynchronousChannelProvider;
import org.sanswitch.impl.channels.PlatformSockets;
import org.sanswitch.impl.channels.SwitchSelectorProvider;
import org.sanswitch.impl.channels.SwitchServerSocketFactory;
import org.sanswitch.impl.channels.SwitchSocketFactory;
import org.sanswitch.impl.channels.SwitchSocketImplFactory;
import org.sanswitch.impl.session.SwitchCore;

/**
 * Publishes the facades. By hand, because their classes are plain: they know nothing of services.
 * What applications still hold of them after this is gone goes by TCP/IP, since the switch says so.
 */
@Component(service = {})
public final class FacadeServices {

  private final BundleContext context;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final SwitchAsynchronousChannelProvider asynchronous;

  /**
   * Publishes them.
   *
   * @param context of this bundle
   * @param component the switch
   * @param platform the JDK's own sockets
   */
  @Activate
  public FacadeServices(BundleContext context, @Reference SwitchComponent component,
      @Reference PlatformServices platform) {
    this.context = context;
    SwitchCore core = component.runtime();
    PlatformSockets sockets = platform.sockets();
    publish(SelectorProvider.class, new SwitchSelectorProvider(core, platform.channels(), null),
        "org.sanswitch.switch", true);
    asynchronous = new SwitchAsynchronousChannelProvider(core, platform.asynchronous(), null);
    publish(AsynchronousChannelProvider.class, asynchronous, "org.sanswitch.switch", true);
    publish(SocketImplFactory.class,
        new SwitchSocketImplFactory(core, sockets, SwitchSocketImplFactory.Kind.CLIENT),
        "org.sanswitch.socket", "client");
    publish(SocketImplFactory.class,
        new SwitchSocketImplFactory(core, sockets, SwitchSocketImplFactory.Kind.SERVER),
        "org.sanswitch.socket", "server");
    publish(SocketFactory.class, new SwitchSocketFactory(core, sockets), "org.sanswitch.switch",
        true);
    publish(ServerSocketFactory.class, new SwitchServerSocketFactory(core, sockets),
        "org.sanswitch.switch", true);
  }

  private <S> void publish(Class<S> type, S service, String property, Object value) {
    registrations.add(context.registerService(type, service,
        FrameworkUtil.asDictionary(Map.of(property, value))));
  }

  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
    asynchronous.close();
  }
}
