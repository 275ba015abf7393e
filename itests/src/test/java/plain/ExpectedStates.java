package plain;

/**
 * What the JDK's own channels answer: a line for each call, a column for each state. Exceptions are
 * written without that word; {@code later} are those that end an operation after the call.
 */
final class ExpectedStates {

  /** Unconnected, connected, input shut, output shut, closed. */
  static final String BLOCKING_CHANNEL =
      """
          read                NotYetConnected        1                      -1                     1                      ClosedChannel
          read-null           NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          read-read-only      NotYetConnected        IllegalArgument        -1                     IllegalArgument        ClosedChannel
          read-nothing        NotYetConnected        0                      -1                     0                      ClosedChannel
          scatter             NotYetConnected        1                      -1                     1                      ClosedChannel
          scatter-null        NotYetConnected        NullPointer            -1                     NullPointer            ClosedChannel
          scatter-offset      IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds
          write               NotYetConnected        8                      8                      AsynchronousClose      ClosedChannel
          write-null          NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          write-nothing       NotYetConnected        0                      0                      AsynchronousClose      ClosedChannel
          gather              NotYetConnected        7                      7                      AsynchronousClose      ClosedChannel
          gather-offset       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds
          transferTo          NotYetConnected        5                      5                      AsynchronousClose      ClosedChannel
          transferFrom        NotYetConnected        1                      0                      1                      ClosedChannel
          connect             true                   AlreadyConnected       AlreadyConnected       AlreadyConnected       ClosedChannel
          connect-null        NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          connect-unresolved  UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress
          connect-unix        UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType
          finishConnect       NoConnectionPending    true                   true                   true                   ClosedChannel
          bind                ok                     AlreadyBound           AlreadyBound           AlreadyBound           ClosedChannel
          bind-unresolved     UnresolvedAddress      AlreadyBound           AlreadyBound           AlreadyBound           ClosedChannel
          shutdownInput       NotYetConnected        ok                     ok                     ok                     ClosedChannel
          shutdownOutput      NotYetConnected        ok                     ok                     ok                     ClosedChannel
          isOpen              true                   true                   true                   true                   false
          isConnected         false                  true                   true                   true                   false
          isConnectionPending false                  false                  false                  false                  false
          getLocalAddress     null                   address                address                address                ClosedChannel
          getRemoteAddress    null                   address                address                address                ClosedChannel
          getOption           false                  false                  false                  false                  ClosedChannel
          getOption-other     UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation
          setOption           ok                     ok                     ok                     ok                     ClosedChannel
          setOption-range     IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        ClosedChannel
          register            IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode    ClosedChannel
          register-accept     IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument
          register-null       IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode    ClosedChannel
          configureBlocking   ok                     ok                     ok                     ok                     ClosedChannel
          blockingMode        true                   true                   true                   true                   true
          socket.connect      true                   Socket                 Socket                 Socket                 AsynchronousClose
          socket.read         Socket                 0                      Socket                 0                      Socket
          socket.write        Socket                 ok                     ok                     Socket                 Socket
          socket.setSoTimeout ok                     ok                     ok                     ok                     Socket
          socket.isClosed     false                  false                  false                  false                  true
          close               ok                     ok                     ok                     ok                     ok
          """;

  /** Unconnected, connecting, connected, registered, output shut. */
  static final String NON_BLOCKING_CHANNEL =
      """
          read                NotYetConnected        NotYetConnected        1                      1                      1
          read-null           NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          read-read-only      NotYetConnected        NotYetConnected        IllegalArgument        IllegalArgument        IllegalArgument
          read-nothing        NotYetConnected        NotYetConnected        0                      0                      0
          scatter             NotYetConnected        NotYetConnected        1                      1                      1
          scatter-null        NotYetConnected        NotYetConnected        NullPointer            NullPointer            NullPointer
          scatter-offset      IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds
          write               NotYetConnected        NotYetConnected        8                      8                      AsynchronousClose
          write-null          NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          write-nothing       NotYetConnected        NotYetConnected        0                      0                      AsynchronousClose
          gather              NotYetConnected        NotYetConnected        7                      7                      AsynchronousClose
          gather-offset       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds
          transferTo          NotYetConnected        NotYetConnected        5                      5                      AsynchronousClose
          transferFrom        NotYetConnected        NotYetConnected        1                      1                      1
          connect             false                  ConnectionPending      AlreadyConnected       AlreadyConnected       AlreadyConnected
          connect-null        NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          connect-unresolved  UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress
          connect-unix        UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType
          finishConnect       NoConnectionPending    false                  true                   true                   true
          bind                ok                     ConnectionPending      AlreadyBound           AlreadyBound           AlreadyBound
          bind-unresolved     UnresolvedAddress      ConnectionPending      AlreadyBound           AlreadyBound           AlreadyBound
          shutdownInput       NotYetConnected        NotYetConnected        ok                     ok                     ok
          shutdownOutput      NotYetConnected        NotYetConnected        ok                     ok                     ok
          isOpen              true                   true                   true                   true                   true
          isConnected         false                  false                  true                   true                   true
          isConnectionPending false                  true                   false                  false                  false
          getLocalAddress     null                   null                   address                address                address
          getRemoteAddress    null                   address                address                address                address
          getOption           false                  false                  false                  false                  false
          getOption-other     UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation
          setOption           ok                     ok                     ok                     ok                     ok
          setOption-range     IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument
          register            0                      0                      0                      0                      0
          register-accept     IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument
          register-null       NullPointer            NullPointer            NullPointer            NullPointer            NullPointer
          configureBlocking   ok                     ok                     ok                     IllegalBlockingMode    ok
          blockingMode        false                  false                  false                  false                  false
          socket.connect      IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode
          socket.read         Socket                 Socket                 IllegalBlockingMode    IllegalBlockingMode    IllegalBlockingMode
          socket.write        Socket                 Socket                 IllegalBlockingMode    IllegalBlockingMode    Socket
          socket.setSoTimeout ok                     ok                     ok                     ok                     ok
          socket.isClosed     false                  false                  false                  false                  false
          close               ok                     ok                     ok                     ok                     ok
          """;

  /** Unbound, listening, then non-blocking: unbound, listening, registered; closed. */
  static final String LISTENING_CHANNEL =
      """
          accept             NotYetBound            true                 NotYetBound            true                 true                 ClosedChannel
          bind               ok                     AlreadyBound         ok                     AlreadyBound         AlreadyBound         ClosedChannel
          bind-null          ok                     AlreadyBound         ok                     AlreadyBound         AlreadyBound         ClosedChannel
          bind-unresolved    UnresolvedAddress      AlreadyBound         UnresolvedAddress      AlreadyBound         AlreadyBound         ClosedChannel
          bind-unix          UnsupportedAddressType AlreadyBound         UnsupportedAddressType AlreadyBound         AlreadyBound         ClosedChannel
          isOpen             true                   true                 true                   true                 true                 false
          getLocalAddress    null                   address              null                   address              address              ClosedChannel
          getOption          false                  false                false                  false                false                ClosedChannel
          getOption-other    UnsupportedOperation   UnsupportedOperation UnsupportedOperation   UnsupportedOperation UnsupportedOperation UnsupportedOperation
          setOption          ok                     ok                   ok                     ok                   ok                   ClosedChannel
          setOption-null     NullPointer            NullPointer          NullPointer            NullPointer          NullPointer          NullPointer
          register           IllegalBlockingMode    IllegalBlockingMode  0                      0                    0                    ClosedChannel
          register-read      IllegalArgument        IllegalArgument      IllegalArgument        IllegalArgument      IllegalArgument      IllegalArgument
          configureBlocking  ok                     ok                   ok                     ok                   IllegalBlockingMode  ClosedChannel
          isBlocking         true                   true                 false                  false                false                true
          socket.accept      Socket                 true                 Socket                 true                 true                 ClosedChannel
          socket.accept-time Socket                 true                 IllegalBlockingMode    IllegalBlockingMode  IllegalBlockingMode  Socket
          socket.bind        ok                     Socket               ok                     Socket               Socket               ClosedChannel
          socket.isBound     false                  true                 false                  true                 true                 true
          socket.isClosed    false                  false                false                  false                false                true
          socket.getChannel  true                   true                 true                   true                 true                 true
          close              ok                     ok                   ok                     ok                   ok                   ok
          """;

  /** Open, key cancelled, and let go, channel closed, closed. */
  static final String SELECTOR =
      """
          isOpen                   true                 true                 true                 true                 false
          selectNow                true                 true                 true                 true                 ClosedSelector
          select                   true                 true                 true                 true                 ClosedSelector
          select-negative          IllegalArgument      IllegalArgument      IllegalArgument      IllegalArgument      IllegalArgument
          selectNow-consumer       true                 true                 true                 true                 ClosedSelector
          select-consumer          true                 true                 true                 true                 ClosedSelector
          select-no-consumer       NullPointer          NullPointer          NullPointer          NullPointer          NullPointer
          select-consumer-negative IllegalArgument      IllegalArgument      IllegalArgument      IllegalArgument      IllegalArgument
          wakeup                   true                 true                 true                 true                 true
          keys                     1                    1                    0                    1                    ClosedSelector
          keys-remove              UnsupportedOperation UnsupportedOperation UnsupportedOperation UnsupportedOperation ClosedSelector
          keys-clear               UnsupportedOperation UnsupportedOperation UnsupportedOperation UnsupportedOperation ClosedSelector
          selectedKeys             0                    0                    0                    0                    ClosedSelector
          selectedKeys-add         UnsupportedOperation UnsupportedOperation UnsupportedOperation UnsupportedOperation ClosedSelector
          register                 true                 true                 true                 true                 ClosedSelector
          register-again           true                 CancelledKey         false                ClosedChannel        ClosedSelector
          register-foreign         IllegalSelector      IllegalSelector      IllegalSelector      IllegalSelector      IllegalSelector
          keyFor                   true                 true                 false                true                 false
          isRegistered             true                 true                 false                true                 false
          key.isValid              true                 false                false                false                false
          key.interestOps          1                    CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.interestOps-set      4                    CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.interestOps-wrong    IllegalArgument      CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.interestOpsOr        1                    CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.interestOpsOr-wrong  IllegalArgument      CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.interestOpsAnd       1                    CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.readyOps             0                    CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.isReadable           false                CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.isAcceptable         false                CancelledKey         CancelledKey         CancelledKey         CancelledKey
          key.attachment           first                first                first                first                first
          key.attach               first                first                first                first                first
          key.selector             true                 true                 true                 true                 true
          key.channel              true                 true                 true                 true                 true
          key.cancel               ok                   ok                   ok                   ok                   ok
          close                    ok                   ok                   ok                   ok                   ok
          """;

  /** Unconnected, connecting, connected, reading, input shut, output shut, closed, group shut. */
  static final String ASYNCHRONOUS_CHANNEL =
      """
          read               NotYetConnected        NotYetConnected        1                      ReadPending            -1                     1                      later:ClosedChannel  1
          read-handler       NotYetConnected        NotYetConnected        1                      ReadPending            -1                     1                      later:ClosedChannel  1
          read-no-handler    NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer          NullPointer
          read-null          NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer          NullPointer
          read-read-only     IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument        IllegalArgument      IllegalArgument
          read-nothing       NotYetConnected        NotYetConnected        0                      ReadPending            -1                     0                      later:ClosedChannel  0
          scatter            NotYetConnected        NotYetConnected        1                      ReadPending            -1                     1                      later:ClosedChannel  1
          scatter-offset     IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds     IndexOutOfBounds
          scatter-null       NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer          NullPointer
          write              NotYetConnected        NotYetConnected        8                      8                      8                      later:ClosedChannel    later:ClosedChannel  8
          write-null         NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer          NullPointer
          write-nothing      NotYetConnected        NotYetConnected        0                      0                      0                      later:ClosedChannel    later:ClosedChannel  0
          gather             NotYetConnected        NotYetConnected        7                      7                      7                      later:ClosedChannel    later:ClosedChannel  7
          gather-offset      IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds       IndexOutOfBounds     IndexOutOfBounds
          connect            null                   ConnectionPending      AlreadyConnected       AlreadyConnected       AlreadyConnected       AlreadyConnected       later:ClosedChannel  AlreadyConnected
          connect-null       NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            ok                   NullPointer
          connect-unresolved UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      ok                   UnresolvedAddress
          connect-unix       UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType ok                   UnsupportedAddressType
          connect-no-handler NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer            NullPointer          NullPointer
          bind               ok                     ConnectionPending      AlreadyBound           AlreadyBound           AlreadyBound           AlreadyBound           ClosedChannel        AlreadyBound
          bind-unresolved    UnresolvedAddress      ConnectionPending      AlreadyBound           AlreadyBound           AlreadyBound           AlreadyBound           ClosedChannel        AlreadyBound
          shutdownInput      NotYetConnected        NotYetConnected        ok                     ok                     ok                     ok                     ClosedChannel        ok
          shutdownOutput     NotYetConnected        NotYetConnected        ok                     ok                     ok                     ok                     ClosedChannel        ok
          isOpen             true                   true                   true                   true                   true                   true                   false                true
          getLocalAddress    null                   null                   address                address                address                address                ClosedChannel        address
          getRemoteAddress   null                   null                   address                address                address                address                ClosedChannel        address
          getOption          false                  false                  false                  false                  false                  false                  ClosedChannel        false
          getOption-other    UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation UnsupportedOperation
          setOption          ok                     ok                     ok                     ok                     ok                     IO                     ClosedChannel        ok
          close              ok                     ok                     ok                     ok                     ok                     ok                     ok                   ok
          """;

  /** Unbound, listening, accepting, closed. */
  static final String ASYNCHRONOUS_LISTENER =
      """
          accept            NotYetBound            channel                AcceptPending          later:ClosedChannel
          accept-handler    NotYetBound            channel                AcceptPending          later:ClosedChannel
          accept-no-handler NullPointer            NullPointer            NullPointer            NullPointer
          bind              ok                     AlreadyBound           AlreadyBound           ClosedChannel
          bind-null         ok                     AlreadyBound           AlreadyBound           ClosedChannel
          bind-unresolved   UnresolvedAddress      UnresolvedAddress      UnresolvedAddress      UnresolvedAddress
          bind-unix         UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType UnsupportedAddressType
          isOpen            true                   true                   true                   false
          getLocalAddress   null                   address                address                ClosedChannel
          getOption         false                  false                  false                  ClosedChannel
          getOption-other   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation   UnsupportedOperation
          setOption         ok                     ok                     ok                     ClosedChannel
          close             ok                     ok                     ok                     ok
          """;

  private ExpectedStates() {}
}
