package org.dataembassy.kafka.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports of the loopback address that nobody listens on.
 *
 * <p>They are taken from below the range that the kernel gives to outgoing connections (32768 and up on Linux): a port
 * that must be free again after its broker was killed may not meanwhile become the near end of somebody's connection, or
 * of a connection to itself.
 */
public final class FreePorts {

    private static final int LOWEST = 14_000;
    private static final int HIGHEST = 32_000;
    private static final int MAX_TRIES = 1_000;

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final InetAddress LOOPBACK = loopback();

    private FreePorts() {}

    /**
     * Picks free ports.
     *
     * @param count how many, from 1
     * @return that many different ports, ascending, free a moment ago
     */
    public static int[] pick(int count) {
        Set<Integer> ports = new TreeSet<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries == MAX_TRIES) {
                throw new IllegalStateException("no " + count + " free ports between " + LOWEST + " and " + HIGHEST);
            }
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return ports.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Tells whether a port of the loopback address could be listened on just now.
     *
     * @param port 1 to 65535
     * @return true if so
     */
    public static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Tells whether somebody listens on a port of the loopback address. Asks by connecting, never by binding: that would
     * take the port, for a moment, from the very process that is waited for.
     *
     * @param port 1 to 65535
     * @return true if so
     */
    public static boolean isListenedOn(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
