# The server alone, for a PostgreSQL and an S3-compatible store beside it: see docker-compose.yml and docs/operating.md.

FROM node:26.12.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json ./
COPY src ./src
RUN node node_modules/typescript/bin/tsc -b src/server src/cli

# The embedded PostgreSQL and the thumbnails of the command line are optional packages: the server needs neither here.
FROM node:26.12.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:26.12.0-bookworm-slim
# Inside the container every address of it; which of the host's is published says docker-compose.yml.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json LICENSE ./
COPY bin ./bin
COPY migrations ./migrations
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/build/src ./build/src
RUN install -d -o node -g node -m 0700 /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
  CMD ["node", "bin/lib/healthy.mjs"]
CMD ["node", "bin/start.mjs"]
