"""Cloud KMS's Encrypt and Decrypt on this machine, behind the real protocol: prints its address, serves until killed.

Like the real one it opens a ciphertext only for the key and the additional data that it was made with. Runs with
build/tools' Python.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.cloud.kms_v1.types import service as messages

SERVICE = "google.cloud.kms.v1.KeyManagementService"
NONCE_BYTES = 12
key = AESGCM(AESGCM.generate_key(256))


def encrypt(request: messages.EncryptRequest, context: grpc.ServicerContext) -> messages.EncryptResponse:
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = nonce + key.encrypt(nonce, request.plaintext, _bound_to(request))
    return messages.EncryptResponse(name=f"{request.name}/cryptoKeyVersions/1", ciphertext=ciphertext)


def decrypt(request: messages.DecryptRequest, context: grpc.ServicerContext) -> messages.DecryptResponse:
    nonce, sealed = request.ciphertext[:NONCE_BYTES], request.ciphertext[NONCE_BYTES:]
    try:
        return messages.DecryptResponse(plaintext=key.decrypt(nonce, sealed, _bound_to(request)))
    except InvalidTag:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "Decryption failed: the ciphertext is invalid.")
        raise  # abort has raised already


def _bound_to(request: Any) -> bytes:
    return bytes(request.name.encode() + b"\n" + request.additional_authenticated_data)


def main() -> None:
    def method(function: Any, request: Any, response: Any) -> grpc.RpcMethodHandler:
        return grpc.unary_unary_rpc_method_handler(function, request.deserialize, response.serialize)

    methods = {
        "Encrypt": method(encrypt, messages.EncryptRequest, messages.EncryptResponse),
        "Decrypt": method(decrypt, messages.DecryptRequest, messages.DecryptResponse),
    }
    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, methods),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"127.0.0.1:{port}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
