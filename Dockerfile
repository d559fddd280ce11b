# The API and the worker in one image; which of them runs is the command. Bundles the workflows and compiles both once, when it is built.
FROM node:20.19.5-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts=false && npm cache clean --force

FROM dependencies AS bundle
COPY config.ts server.ts worker.ts ./
COPY domain domain
COPY workflows workflows
COPY activities activities
COPY models models
COPY api api
COPY telemetry telemetry
COPY embedded embedded
COPY scripts scripts
RUN node --import tsx scripts/bundle-workflows.ts /app/workflow-bundle.js \
  && node --import tsx scripts/compile.ts /app/built

FROM node:20.19.5-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json config.ts server.ts worker.ts ./
COPY domain domain
COPY policies policies
COPY workflows workflows
COPY activities activities
COPY models models
COPY api api
COPY telemetry telemetry
COPY embedded embedded
COPY scripts scripts
COPY deploy/healthcheck.mjs deploy/healthcheck.mjs
COPY --from=bundle /app/workflow-bundle.js workflow-bundle.js
COPY --from=bundle /app/built built
RUN mkdir -p /var/lib/govflow/heads /var/lib/govflow/backups \
  && chown node:node /var/lib/govflow/heads /var/lib/govflow/backups
ENV WORKFLOW_BUNDLE=/app/workflow-bundle.js HEADS_DIR=/var/lib/govflow/heads HTTP_HOST=0.0.0.0
# As the launcher starts them (embedded/build.ts): smaller, for the same work.
ENV MALLOC_ARENA_MAX=2
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "deploy/healthcheck.mjs", "http://127.0.0.1:3000/readyz"]
CMD ["node", "--max-semi-space-size=4", "built/server.js"]
