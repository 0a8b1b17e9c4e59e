# One image for every process of the platform, and the door before them; compose.yaml and the charts say which process a
# container is. ci/image builds both once, and environments run them by digest.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/ms-commerce
ENV PATH=/opt/ms-commerce/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements-image.lock .
RUN pip install --require-hashes -r requirements-image.lock
COPY . .
RUN pip install --no-deps --no-build-isolation .

# The same nginx.conf as on a laptop, but for the addresses. Whoever runs it, it writes to /tmp only.
FROM nginx:1.29-alpine AS gateway
COPY config/nginx.conf /etc/nginx/nginx.conf
USER 10001
CMD ["nginx"]

FROM python:3.11-slim AS ms-commerce
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin ms-commerce \
    && install --directory --owner 10001 /var/ms-commerce
COPY --from=build /opt/ms-commerce /opt/ms-commerce
ENV PATH=/opt/ms-commerce/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
ENTRYPOINT []
CMD ["ms-commerce", "--help"]
