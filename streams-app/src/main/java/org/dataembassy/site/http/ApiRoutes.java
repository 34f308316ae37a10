package org.dataembassy.site.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.site.query.AsOf;
import org.dataembassy.site.query.EntityAnswer;
import org.dataembassy.site.query.EventProofs;
import org.dataembassy.site.query.Provenance;
import org.dataembassy.site.query.QueryProblem;
import org.dataembassy.site.query.RegistryQueries;
import org.dataembassy.site.query.SiteView;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.store.QuarantineEntry;

/** Every route of the API, and what it answers. */
public final class ApiRoutes {
    private static final String JSON = "application/json";
    private static final String QUERY = "/v1/registries/{registry}/query";
    private static final String HISTORY = "/v1/registries/{registry}/history";
    private static final String LOOKUP = "/v1/registries/{registry}/lookups/{lookup}";
    private static final String[] ENTITY_FIELDS = {"entityId", "recordedAt", "atSequence", "inForceOn"};

    /** One route; {@code path} has its parameters in braces. */
    public record Route(HandlerType method, String path, Handler handler) {}

    private final SiteView view;
    private final RegistryQueries queries;
    private final EventProofs proofs;
    private final SiteMetrics metrics;

    public ApiRoutes(RegistryQueries queries, EventProofs proofs, SiteMetrics metrics) {
        this.view = queries.view();
        this.queries = queries;
        this.proofs = proofs;
        this.metrics = metrics;
    }

    /** All of them, as {@code openapi.json} describes them. */
    public List<Route> all() {
        return List.of(
                get("/", this::index),
                get("/livez", this::live),
                get("/readyz", this::ready),
                get("/metrics", this::metrics),
                get("/openapi.json", this::openApi),
                get("/v1/control", this::control),
                get("/v1/quarantine", this::quarantine),
                get("/v1/registries", this::registries),
                get("/v1/registries/{registry}", this::registry),
                get("/v1/registries/{registry}/digest", this::digest),
                get("/v1/registries/{registry}/entities/{entityId}", this::entity),
                get("/v1/registries/{registry}/entities/{entityId}/history", this::history),
                get("/v1/registries/{registry}/evidence", this::evidence),
                get("/v1/registries/{registry}/heads", this::heads),
                get(LOOKUP, this::lookup),
                get("/v1/registries/{registry}/partitions/{partition}/events/{sequence}/proof", this::proof),
                post(QUERY, this::entityByBody),
                post(HISTORY, this::historyByBody),
                post(LOOKUP, this::lookupByBody),
                post("/v1/registries/{registry}/proof", this::proofByBody));
    }

    private static Route get(String path, Handler handler) {
        return new Route(HandlerType.GET, path, handler);
    }

    private static Route post(String path, Handler handler) {
        return new Route(HandlerType.POST, path, handler);
    }

    private void index(Context context) {
        Parameters.ofQuery(context);
        StringBuilder text = new StringBuilder("Data embassy, site service\n\n");
        all().forEach(route -> text.append(route.method().name())
                .append(' ')
                .append(route.path())
                .append('\n'));
        context.contentType("text/plain; charset=utf-8").result(text.toString());
    }

    private void live(Context context) {
        answer(context, Json.object().put("live", true));
    }

    private void ready(Context context) {
        ObjectNode node = Json.object();
        var waitingFor = view.board().waitingFor();
        node.put("ready", waitingFor.isEmpty());
        if (!Door.isStranger(context)) {
            ArrayNode reasons = node.putArray("reasons");
            waitingFor.forEach(
                    (part, reason) -> reasons.addObject().put("part", part).put("reason", reason));
            node.set("alarms", Json.texts(alarms()));
        }
        if (!waitingFor.isEmpty()) {
            context.status(503).header("Retry-After", "1");
        }
        answer(context, node);
    }

    private List<String> alarms() {
        List<String> alarms = new ArrayList<>(view.board().alarms());
        view.control().ifPresent(control -> {
            alarms.addAll(control.alarms());
            if (view.trust().expired()) {
                alarms.add("the trust root has expired on " + view.trust().expires());
            }
        });
        for (PartitionReport report : view.board().reports()) {
            report.halt()
                    .ifPresent(halt ->
                            alarms.add(report.ledger() + " is halted: " + halt.reason() + ": " + halt.detail()));
        }
        return alarms;
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    private void openApi(Context context) throws IOException {
        try (InputStream document = ApiRoutes.class.getResourceAsStream("/org/dataembassy/site/http/openapi.json")) {
            context.contentType(JSON).result(document.readAllBytes());
        }
    }

    private void control(Context context) {
        Parameters.ofQuery(context);
        ControlView control = view.requireControl();
        ObjectNode node = Json.object();
        node.put("country", control.trustRoot().root().country());
        node.put("domain", control.domain().hex());
        node.set("trustRoot", Json.trust(view.trust()));
        ArrayNode epochs = node.putArray("epochs");
        control.epochs().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(registry -> registry.getValue()
                        .forEach(epoch -> epochs.addObject()
                                .put("registry", registry.getKey())
                                .put("epoch", epoch.number())
                                .put("epochId", epoch.epochId().hex())
                                .put("primary", epoch.primary().label())
                                .put("running", epoch.cut().isEmpty())));
        node.put("schemas", control.schemas().size());
        node.put("closedSigningKeys", control.closings().size());
        node.set("alarms", Json.texts(alarms()));
        answer(context, node);
    }

    private void quarantine(Context context) {
        Parameters.ofQuery(context);
        view.requireControl();
        ObjectNode node = Json.object();
        ArrayNode partitions = node.putArray("partitions");
        for (PartitionReport report : view.board().reports()) {
            ObjectNode partition = partitions.addObject();
            partition.put("registry", report.ledger().registry());
            partition.put("partition", report.ledger().partition());
            ObjectNode counts = partition.putObject("counts");
            report.quarantine().counts().forEach(counts::put);
            ArrayNode last = partition.putArray("last");
            for (QuarantineEntry.Refusal refusal : report.quarantine().last()) {
                last.addObject()
                        .put("topic", refusal.location().topic())
                        .put("offset", refusal.location().offset())
                        .put("reason", refusal.reason())
                        .put("detail", refusal.detail())
                        .put("at", refusal.at().toString());
            }
            ObjectNode evidence = partition.putObject("evidence");
            report.evidence().forEach(evidence::put);
        }
        answer(context, node);
    }

    private void registries(Context context) {
        Parameters.ofQuery(context);
        ControlView control = view.requireControl();
        ObjectNode node = Json.object();
        ArrayNode all = node.putArray("registries");
        control.trustRoot().root().registries().forEach(registry -> describe(all.addObject(), registry, control));
        answer(context, node);
    }

    private static void describe(ObjectNode node, TrustRoot.RegistryEntry registry, ControlView control) {
        node.put("registry", registry.name());
        node.put("partitions", registry.partitions());
        node.put("public", registry.isPublic());
        Optional<Epoch> running = control.runningEpoch(registry.name());
        node.put("epoch", running.map(Epoch::number).orElse(null));
        node.put("primary", running.map(epoch -> epoch.primary().label()).orElse(null));
    }

    private void registry(Context context) {
        TrustRoot.RegistryEntry registry =
                view.registry(Parameters.ofQuery(context).text("registry"));
        ObjectNode node = Json.object();
        describe(node, registry, view.requireControl());
        node.set("lookups", Json.texts(queries.lookupNames(registry.name())));
        ArrayNode partitions = node.putArray("local");
        for (int partition = 0; partition < registry.partitions(); partition++) {
            view.board().report(new LedgerId(registry.name(), partition)).ifPresent(report -> {
                ObjectNode one = Json.provenance(view.provenance(report));
                ArrayNode parked = one.putArray("parked");
                report.parked().forEach((topic, interval) -> parked(parked.addObject(), topic, interval));
                one.put("store", report.store().describe());
                partitions.add(one);
            });
        }
        answer(context, node);
    }

    private static void parked(ObjectNode node, String topic, ParkedEntry interval) {
        node.put("topic", topic);
        node.put("fromOffset", interval.fromOffset());
        node.put("toOffset", interval.toOffset());
        node.put("reason", interval.reason());
        node.put("since", interval.since().toString());
    }

    private void heads(Context context) {
        TrustRoot.RegistryEntry registry =
                view.registry(Parameters.ofQuery(context).text("registry"));
        List<Provenance> local = view.board().reports().stream()
                .filter(report -> report.ledger().registry().equals(registry.name()))
                .map(view::provenance)
                .toList();
        ObjectNode node = Json.object();
        node.put("registry", registry.name());
        node.set("heads", Json.provenances(local));
        answer(context, node);
    }

    private void evidence(Context context) {
        Parameters parameters = Parameters.ofQuery(context, "limit");
        ObjectNode node = Json.object();
        ArrayNode all = node.putArray("evidence");
        queries.evidence(parameters.text("registry"), parameters.limit()).forEach(one -> all.add(Json.evidence(one)));
        answer(context, node);
    }

    private void digest(Context context) {
        String registry = Parameters.ofQuery(context).text("registry");
        answer(context, Json.digest(queries.digest(registry)));
    }

    private void entity(Context context) {
        requirePublic(context, QUERY);
        entity(context, Parameters.ofQuery(context, "recordedAt", "atSequence", "inForceOn"));
    }

    private void entityByBody(Context context) {
        entity(context, Parameters.ofBody(context, ENTITY_FIELDS));
    }

    private void entity(Context context, Parameters parameters) {
        EntityAnswer answer = queries.entity(
                parameters.text("registry"),
                parameters.text("entityId"),
                asOf(parameters),
                parameters.day("inForceOn"));
        answer(context, Json.entity(answer));
    }

    private static AsOf asOf(Parameters parameters) {
        Optional<Instant> recordedAt = parameters.instant("recordedAt");
        OptionalLong sequence = parameters.sequence("atSequence");
        if (recordedAt.isPresent() && sequence.isPresent()) {
            throw QueryProblem.badParameter("atSequence", "either recordedAt or atSequence");
        }
        if (sequence.isPresent()) {
            return new AsOf.Sequence(sequence.getAsLong());
        }
        return recordedAt.<AsOf>map(AsOf.RecordedAt::new).orElseGet(AsOf.Now::new);
    }

    private void history(Context context) {
        requirePublic(context, HISTORY);
        history(context, Parameters.ofQuery(context, "after", "limit"));
    }

    private void historyByBody(Context context) {
        history(context, Parameters.ofBody(context, "entityId", "after", "limit"));
    }

    private void history(Context context, Parameters parameters) {
        answer(
                context,
                Json.history(queries.history(
                        parameters.text("registry"),
                        parameters.text("entityId"),
                        parameters.sequence("after"),
                        parameters.limit())));
    }

    private void lookup(Context context) {
        requirePublic(context, LOOKUP);
        lookup(context, Parameters.ofQuery(context, "value", "cursor", "limit"));
    }

    private void lookupByBody(Context context) {
        lookup(context, Parameters.ofBody(context, "value", "cursor", "limit"));
    }

    private void lookup(Context context, Parameters parameters) {
        answer(
                context,
                Json.lookup(queries.lookup(
                        parameters.text("registry"),
                        parameters.text("lookup"),
                        parameters.text("value"),
                        parameters.optionalText("cursor"),
                        parameters.limit())));
    }

    /** By place: an address that tells nothing of anybody. The answer has the event in clear, like an entity's. */
    private void proof(Context context) {
        Parameters parameters = Parameters.ofQuery(context);
        long sequence = parameters.sequence("sequence").orElseThrow();
        answer(
                context,
                Json.proof(proofs.proof(
                        new LedgerId(registryName(parameters), parameters.partition("partition")), sequence)));
    }

    private void proofByBody(Context context) {
        Parameters parameters = Parameters.ofBody(context, "entityId", "eventId");
        RegistryQueries.EventPlace place =
                queries.eventOf(registryName(parameters), parameters.text("entityId"), parameters.text("eventId"));
        answer(context, Json.proof(proofs.proof(place.ledger(), place.sequence())));
    }

    private String registryName(Parameters parameters) {
        return view.registry(parameters.text("registry")).name();
    }

    /** An address stays behind in the logs of proxies and in browsers; a body doesn't (design.md section 7). */
    private void requirePublic(Context context, String postForm) {
        String registry = context.pathParam("registry");
        if (!view.registry(registry).isPublic()) {
            throw QueryProblem.onlyInBody(registry, "POST " + postForm);
        }
    }

    private static void answer(Context context, ObjectNode node) {
        context.contentType(JSON).result(Json.bytes(node));
    }
}
