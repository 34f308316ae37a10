package org.dataembassy.site.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. With access tokens, whoever has one; liveness and readiness may be asked by anybody, so that a supervisor
 * needs no secret; a stranger learns yes or no, nothing else. Without, the service is on loopback, and a request must name it so: else a page in a browser of this
 * machine could read registries by pointing a name of its own at 127.0.0.1 (DNS rebinding).
 */
final class Door {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> OPEN = Set.of("/livez", "/readyz");

    private static final String STRANGER = "org.dataembassy.site.stranger";

    private final Optional<AccessTokens> tokens;

    Door(Optional<AccessTokens> tokens) {
        this.tokens = tokens;
    }

    /** @throws ApiProblem if this request may not pass */
    void check(Context context) {
        if (tokens.isEmpty()) {
            requireLoopbackName(context.header("Host"));
        } else if (tokens.get().nameOf(context.header("Authorization")).isPresent()) {
            return;
        } else if (OPEN.contains(context.path())) {
            context.attribute(STRANGER, true);
        } else {
            context.header("WWW-Authenticate", "Bearer realm=\"data-embassy\"");
            throw new ApiProblem(
                    401,
                    "not-authenticated",
                    "The request carries no access token that is known here.",
                    "Send Authorization: Bearer TOKEN with a token whose hash is in the site's file of access tokens.");
        }
    }

    /** Whether the request was let in without a token where tokens are required. */
    static boolean isStranger(Context context) {
        return context.attribute(STRANGER) != null;
    }

    private static void requireLoopbackName(String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf(']')) {
            name = name.substring(0, colon);
        }
        if (!LOOPBACK_NAMES.contains(name)) {
            throw new ApiProblem(
                    403,
                    "host-not-allowed",
                    "Without access tokens the service answers only to localhost, 127.0.0.1 and [::1].",
                    "Ask by one of these names, or configure TLS and access tokens.");
        }
    }
}
