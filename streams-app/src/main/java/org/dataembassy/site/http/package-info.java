/**
 * The HTTP API: routes, JSON, problems (RFC 9457), TLS, access tokens, metrics. The OpenAPI document is the resource
 * {@code openapi.json}, tested against the routes both ways.
 *
 * <p>Not here: what an answer holds (query). Nothing that a request or an answer carries is logged.
 */
package org.dataembassy.site.http;
