package org.dataembassy.deploy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** A country with one mirrored topic of two partitions. */
record TestSetup(Function<Endpoints, Optional<SiteCommand>> site) implements CountrySetup {

    static final String TOPIC = "registry.test";
    private static final String RETURNED_TOPIC = "returned.lines";
    static final String MIRRORED_TOPIC = "home.registry.test";
    static final int PARTITIONS = 2;

    static TestSetup withoutSite() {
        return new TestSetup(endpoints -> Optional.empty());
    }

    static TestSetup withStubSite() {
        return new TestSetup(endpoints -> Optional.of(new SiteCommand(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StubSite.class.getName(),
                        Integer.toString(endpoints.embassySite().getPort())),
                URI.create(endpoints.embassySite() + "/"))));
    }

    @Override
    public List<String> returnedTopics() {
        return List.of(RETURNED_TOPIC);
    }

    @Override
    public List<String> mirroredTopics() {
        return List.of(TOPIC);
    }

    @Override
    public void createTopics(Endpoints endpoints) {
        create(endpoints.homeBootstrap(), TOPIC);
        create(endpoints.embassyBootstrap(), MIRRORED_TOPIC);
        create(endpoints.embassyBootstrap(), RETURNED_TOPIC);
        create(endpoints.homeBootstrap(), "embassy." + RETURNED_TOPIC);
    }

    @Override
    public Optional<SiteCommand> siteCommand(Endpoints endpoints) {
        return site.apply(endpoints);
    }

    private static void create(String bootstrap, String topic) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            throw Pause.interrupted(e);
        }
    }
}
