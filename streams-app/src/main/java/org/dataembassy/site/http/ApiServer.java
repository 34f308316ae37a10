package org.dataembassy.site.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.BindException;
import java.util.Optional;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.query.Provenance;
import org.dataembassy.site.query.QueryProblem;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API on one address. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    private static final long MAX_REQUEST_BYTES = 64 * 1024;
    private static final String PROBLEM_JSON = "application/problem+json";

    private final Javalin javalin;
    private final ServerConnector[] connector = new ServerConnector[1];

    private ApiServer(ApiSettings settings, ApiRoutes routes) {
        Door door = new Door(settings.accessTokensFile().map(AccessTokens::read));
        var tls = settings.tls().map(t -> TlsFile.read(t.keyStore(), t.passphraseFile()));
        javalin = Javalin.create(javalinConfig -> {
            javalinConfig.startup.showJavalinBanner = false;
            javalinConfig.startup.showOldJavalinVersionWarning = false;
            javalinConfig.startup.startupWatcherEnabled = false;
            javalinConfig.http.maxRequestSize = MAX_REQUEST_BYTES;
            javalinConfig.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
            javalinConfig.jetty.addConnector((server, http) -> {
                http.setSendServerVersion(false);
                connector[0] = tls.isPresent()
                        ? new ServerConnector(
                                server,
                                new SslConnectionFactory(tls.get(), HttpVersion.HTTP_1_1.asString()),
                                new HttpConnectionFactory(secure(http)))
                        : new ServerConnector(server, new HttpConnectionFactory(http));
                return bound(settings, connector[0]);
            });
            addRoutes(javalinConfig, door, routes);
            addProblems(javalinConfig);
        });
    }

    /**
     * Listens from now on.
     *
     * @throws EmbassyException PORT_TAKEN, SITE_CONFIG_INVALID, KEY_STORE_UNREADABLE
     */
    public static ApiServer start(ApiSettings settings, ApiRoutes routes) {
        ApiServer server = new ApiServer(settings, routes);
        try {
            server.javalin.start();
            return server;
        } catch (RuntimeException e) {
            server.javalin.stop();
            if (isBindFailure(e)) {
                throw new EmbassyException(
                        Problem.PORT_TAKEN,
                        "The site service can't listen on " + settings.host() + ":" + settings.port()
                                + ": the port is taken, or the address isn't this machine's.",
                        e);
            }
            throw e;
        }
    }

    /** The port that is listened on. */
    public int port() {
        return connector[0].getLocalPort();
    }

    private static Connector bound(ApiSettings settings, ServerConnector connector) {
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    /** Clients come by address as well as by name, and prove themselves by token, not by the name they ask for. */
    private static HttpConfiguration secure(HttpConfiguration http) {
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return secure;
    }

    private static void addRoutes(JavalinConfig config, Door door, ApiRoutes routes) {
        config.routes.before(context -> {
            context.header("Cache-Control", "no-store");
            context.header("X-Content-Type-Options", "nosniff");
            door.check(context);
        });
        routes.all().forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
    }

    private static void addProblems(JavalinConfig config) {
        config.routes.exception(
                QueryProblem.class,
                (e, context) -> problem(
                        context, ApiProblem.statusOf(e.kind()), e.code(), e.getMessage(), e.next(), e.judgedAt()));
        config.routes.exception(
                ApiProblem.class,
                (e, context) -> problem(context, e.status(), e.code(), e.getMessage(), e.next(), Optional.empty()));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) -> problem(
                        context,
                        e.getStatus(),
                        e.getStatus() == 404 ? "resource-unknown" : "request-not-acceptable",
                        e.getStatus() == 404
                                ? "There is no such resource."
                                : "The request is not acceptable: status " + e.getStatus() + ".",
                        "See / for what there is.",
                        Optional.empty()));
        config.routes.exception(Exception.class, (e, context) -> {
            // The message may quote what was asked for or read: only the stack is logged.
            Throwable bare = new Throwable(e.getClass().getName());
            bare.setStackTrace(e.getStackTrace());
            LOG.error("a request failed", bare);
            problem(
                    context,
                    500,
                    "internal",
                    "The request failed by a fault of the service.",
                    "Report it with the log of the site service.",
                    Optional.empty());
        });
    }

    private static void problem(
            Context context, int status, String code, String what, String next, Optional<Provenance> judgedAt) {
        if (status == 503) {
            context.header("Retry-After", "1");
        }
        context.status(status)
                .contentType(PROBLEM_JSON)
                .result(Json.bytes(Json.problem(status, code, what, next, judgedAt)));
    }

    private static boolean isBindFailure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        String message = String.valueOf(e.getMessage());
        return message.contains("bind") || message.contains("Port already in use");
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
