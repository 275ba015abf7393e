package org.sanswitch.launcher.embedded;

import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.Logger;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.Constants;
import org.sanswitch.launcher.logging.LateLogger;

/** How the framework behaves as a guest in somebody else's JVM. */
final class FrameworkConfig {

  private FrameworkConfig() {}

  // Felix takes its logger as an object in a map of strings.
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Map<String, String> of(Storage storage, Logger logger) {
    Map<String, Object> config = new HashMap<>();
    config.put(Constants.FRAMEWORK_STORAGE, storage.directory().toString());
    config.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    config.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, LateLogger.class.getPackageName());
    config.put(FelixConstants.SERVICE_URLHANDLERS_PROP, "false");
    config.put("felix.shutdown.hook", "false");
    config.put("felix.cache.locking", "false");
    config.put(FelixConstants.LOG_LOGGER_PROP, logger);
    return (Map) config;
  }
}
