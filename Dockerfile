# syntax=docker/dockerfile:1

# --- the binary: `build.rs` makes the admin UI with Node and embeds it ------------------------------
FROM node:22-bookworm-slim AS node

FROM rust:1.95-bookworm AS binary
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
ENV npm_config_cache=/npm-cache
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    --mount=type=cache,target=/npm-cache \
    cargo build --locked --profile dist --bin headwater \
    && install -D target/dist/headwater /out/headwater

# --- what runs ------------------------------------------------------------------------------------
FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin headwater \
    && install --directory --owner headwater --group headwater /project /project/schema /data
COPY --from=binary /out/headwater /usr/local/bin/headwater

# The project is mounted or copied to /project; what Headwater writes goes to /data.
WORKDIR /project
ENV HEADWATER_LISTEN=0.0.0.0:4000 \
    HEADWATER_DATABASE_URL=sqlite:///data/headwater.db \
    HEADWATER_LOG_FORMAT=json
USER 10001
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:4000/readyz"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["headwater"]
CMD ["serve"]
