# One image for every process of the platform; compose.yaml and the charts say which one a container is.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/ms-commerce
ENV PATH=/opt/ms-commerce/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements-image.lock .
RUN pip install --require-hashes -r requirements-image.lock
COPY . .
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin ms-commerce \
    && install --directory --owner 10001 /var/ms-commerce
COPY --from=build /opt/ms-commerce /opt/ms-commerce
ENV PATH=/opt/ms-commerce/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
ENTRYPOINT []
CMD ["ms-commerce", "--help"]
