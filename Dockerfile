# The server alone, for a machine that brings its own PostgreSQL and S3-compatible store (see docker-compose.yml).
# Built with everything, shipped with what runs.
FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY bin ./bin
RUN node bin/install.mjs
COPY tsconfig.json tsconfig.base.json ./
COPY src ./src
RUN npx tsc -b src/server src/cli && node bin/bundle.mjs \
  && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
COPY bin ./bin
COPY migrations ./migrations
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=9s --start-period=30s --retries=3 \
  CMD ["node", "bin/lib/healthy.mjs"]
CMD ["node", "bin/lib/serve.mjs"]
