package plain;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A selector in some state, with a key and a channel that is not registered.
 *
 * @param selector whose calls are tried
 * @param key of {@code registered}, whose calls are tried too
 * @param registered with it, unless the state says otherwise
 * @param other in non-blocking mode
 */
record SelectorStates(
    Selector selector, SelectionKey key, SocketChannel registered, SocketChannel other)
    implements
      AutoCloseable {

  private static final int MS = 1;

  /** {@return an open selector} */
  static SelectorStates open(Net net) throws IOException {
    Selector selector = net.channels().openSelector();
    SocketChannel registered = net.channels().openSocketChannel();
    registered.configureBlocking(false);
    SocketChannel other = net.channels().openSocketChannel();
    other.configureBlocking(false);
    SelectionKey key = registered.register(selector, SelectionKey.OP_READ, "first");
    return new SelectorStates(selector, key, registered, other);
  }

  /** {@return the calls of a selector and of its key} */
  static StateTable<SelectorStates> calls() {
    return new StateTable<SelectorStates>()
      .call("isOpen", s -> s.selector.isOpen())
      .call("selectNow", s -> s.selector.selectNow() >= 0)
      .call("select", s -> s.selector.select(MS) >= 0)
      .call("select-negative", s -> s.selector.select(-1))
      .call("selectNow-consumer", s -> s.selector.selectNow(key -> {}) >= 0)
      .call("select-consumer", s -> s.selector.select(key -> {}, MS) >= 0)
      .call("select-no-consumer", s -> s.selector.select(null, MS))
      .call("select-consumer-negative", s -> s.selector.select(key -> {}, -1))
      .call("wakeup", s -> s.selector.wakeup() == s.selector)
      .call("keys", s -> s.selector.keys().size())
      .call("keys-remove", s -> s.selector.keys().remove(s.key))
      .run("keys-clear", s -> s.selector.keys().clear())
      .call("selectedKeys", s -> s.selector.selectedKeys().size())
      .call("selectedKeys-add", s -> s.selector.selectedKeys().add(s.key))
      .call("register", s -> s.other.register(s.selector, SelectionKey.OP_CONNECT).isValid())
      .call("register-again",
          s -> s.registered.register(s.selector, SelectionKey.OP_WRITE) == s.key)
      .call("register-foreign",
          s -> new ForeignChannel().register(s.selector, SelectionKey.OP_READ))
      .call("keyFor", s -> s.registered.keyFor(s.selector) == s.key)
      .call("isRegistered", s -> s.registered.isRegistered())
      .call("key.isValid", s -> s.key.isValid())
      .call("key.interestOps", s -> s.key.interestOps())
      .call("key.interestOps-set", s -> s.key.interestOps(SelectionKey.OP_WRITE).interestOps())
      .call("key.interestOps-wrong", s -> s.key.interestOps(SelectionKey.OP_ACCEPT))
      .call("key.interestOpsOr", s -> s.key.interestOpsOr(SelectionKey.OP_WRITE))
      .call("key.interestOpsOr-wrong", s -> s.key.interestOpsOr(SelectionKey.OP_ACCEPT))
      .call("key.interestOpsAnd", s -> s.key.interestOpsAnd(0))
      .call("key.readyOps", s -> s.key.readyOps())
      .call("key.isReadable", s -> s.key.isReadable())
      .call("key.isAcceptable", s -> s.key.isAcceptable())
      .call("key.attachment", s -> s.key.attachment())
      .call("key.attach", s -> s.key.attach(null))
      .call("key.selector", s -> s.key.selector() == s.selector)
      .call("key.channel", s -> s.key.channel() == s.registered)
      .run("key.cancel", s -> s.key.cancel())
      .run("close", s -> s.selector.close());
  }

  @Override
  public void close() throws IOException {
    registered.close();
    other.close();
    selector.close();
  }
}
