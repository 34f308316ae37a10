package org.dataembassy.bench.worker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.site.SiteConfig;
import org.dataembassy.site.SiteService;

/** The main class of the site service's process: the service as {@code embassy site run} has it. Argument: its settings. */
public final class SiteMain {
    private SiteMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("expected one argument: the file with the settings");
        }
        try (SiteService service =
                SiteService.start(SiteConfig.load(Optional.of(Path.of(arguments[0])), Map.of(), Map.of()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "close-site-service"));
            service.awaitClosed();
        }
    }
}
