# One image a service, from one file: docker build --target oms --tag bourseworks/oms .
# Targets: exchange, market-data, oms, strategy-host, gateway, broker (development), broker-setup, cli.
# Every build step is scripts/image.mjs, which runs without a container as well. Nothing here needs BuildKit.

# The digest belongs behind the tag: --build-arg NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:…
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# The lock alone decides about this stage: its layers are kept until a dependency changes.
FROM ${NODE_IMAGE} AS deps
# No package of the lock needs its installation scripts; one that comes later shall not run any here either.
ENV npm_config_ignore_scripts=true
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY scripts/image.mjs scripts/
COPY scripts/lib/ scripts/lib/
RUN ["node", "scripts/image.mjs", "dependencies", "--out", "/image"]

FROM deps AS build
COPY .swcrc nest-cli.json tsconfig*.json ./
COPY libs/ libs/
COPY adapters/ adapters/
COPY strategies/ strategies/
COPY apps/ apps/
COPY deploy/ deploy/
RUN ["node", "scripts/image.mjs", "application", "--out", "/image"]

# What every container has: Node, tini, an unprivileged user and its folders for volumes; no package manager.
FROM ${NODE_IMAGE} AS base
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
  && groupadd --gid 10001 bourseworks \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bourseworks \
  && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/bourseworks /var/lib/bourseworks-actor
# HOST: inside a container loopback would be reachable for nobody; what is published is decided outside.
ENV NODE_ENV=production HOST=0.0.0.0 HOME=/tmp
WORKDIR /app
COPY --from=build /image/package.json ./
COPY --from=build /image/deploy/ deploy/
LABEL org.opencontainers.image.source="bourseworks" org.opencontainers.image.licenses="Apache-2.0"
STOPSIGNAL SIGTERM
# Numbers, not names: Kubernetes' runAsNonRoot cannot look a name up.
USER 10001:10001
# Node as process 1 would not reap what others leave behind, and an image may be run without `--init`.
ENTRYPOINT ["/usr/bin/tini", "--"]

FROM base AS service
COPY --from=deps /image/node_modules/ node_modules/
COPY --from=build /image/dist/ dist/

FROM service AS exchange
LABEL org.opencontainers.image.title="bourseworks-exchange" org.opencontainers.image.description="Simulated exchange"
USER 10001:10001
EXPOSE 3010
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "ready", "EXCHANGE_PORT", "3010"]
CMD ["node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", \
  "dist/apps/exchange/src/main.js"]

FROM service AS market-data
LABEL org.opencontainers.image.title="bourseworks-market-data" org.opencontainers.image.description="Live and historical market data"
USER 10001:10001
# Its part of the shared state when no REDIS_URL is given: that of one container, which nobody else shares.
ENV DATA_DIR=/tmp/bourseworks
EXPOSE 3001
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "ready", "MARKET_DATA_PORT", "3001"]
CMD ["node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", \
  "dist/apps/market-data/src/main.js"]

FROM service AS oms
LABEL org.opencontainers.image.title="bourseworks-oms" org.opencontainers.image.description="Order management and pre-trade risk"
# The journal. A named volume takes the owner of this directory over when it is made.
ENV DATA_DIR=/var/lib/bourseworks
USER 10001:10001
EXPOSE 3002
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "ready", "OMS_PORT", "3002"]
CMD ["node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", \
  "dist/apps/oms/src/main.js"]

FROM service AS strategy-host
LABEL org.opencontainers.image.title="bourseworks-strategy-host" org.opencontainers.image.description="Strategies, one thread each"
USER 10001:10001
EXPOSE 3003
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "ready", "STRATEGY_HOST_PORT", "3003"]
CMD ["node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", \
  "dist/apps/strategy-host/src/main.js"]

FROM service AS gateway
LABEL org.opencontainers.image.title="bourseworks-gateway" org.opencontainers.image.description="REST, sockets and the web page"
# People, what they keep, and the audit log.
ENV DATA_DIR=/var/lib/bourseworks
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "ready", "GATEWAY_PORT", "3000"]
CMD ["node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", \
  "dist/apps/gateway/src/main.js"]

# The development broker is in no other image: nothing in production may come to rest on it.
FROM service AS broker
LABEL org.opencontainers.image.title="bourseworks-broker" org.opencontainers.image.description="Development event broker"
COPY --from=build /image/broker/dist/ dist/
# The file system is read-only where it runs and there is no volume: guaranteed messages last as long as the container.
ENV BROKER_HOST=0.0.0.0 BROKER_HEALTH_PORT=8081 BROKER_SPOOL=memory BROKER_ALLOW_PRODUCTION=yes
USER 10001:10001
EXPOSE 55555 8008
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "ready", "BROKER_HEALTH_PORT", "8081"]
CMD ["node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", \
  "dist/libs/smf-broker/src/main.js"]

# One-shot: users, rights and queues of a Solace event broker. Needs neither packages nor services, but the list of who
# may do what.
FROM base AS broker-setup
LABEL org.opencontainers.image.title="bourseworks-broker-setup" org.opencontainers.image.description="Prepares a Solace event broker"
COPY --from=build /image/dist/libs/domain/ dist/libs/domain/
COPY --from=build /image/dist/libs/dto/src/topics/ dist/libs/dto/src/topics/
USER 10001:10001
HEALTHCHECK NONE
CMD ["node", "deploy/broker-setup.mjs"]

FROM service AS cli
LABEL org.opencontainers.image.title="bourseworks-cli" org.opencontainers.image.description="Command line tool"
USER 10001:10001
HEALTHCHECK NONE
ENTRYPOINT ["/usr/bin/tini", "--", "node", "--enable-source-maps", "--disable-warning=ExperimentalWarning", \
  "dist/apps/cli/src/main.js"]
CMD ["--help"]
