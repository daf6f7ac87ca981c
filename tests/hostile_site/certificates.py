"""An authority of the test's own, and certificates by it that are good, expired, or for another host."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_DAY = dt.timedelta(days=1)


class Authority:
    """Signs certificates. `path` is its own certificate, for `SSL_CERT_FILE`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Authority of a test")
        self._now = dt.datetime.now(dt.UTC)
        own = (
            self._begin(self._name, self._name, self._key, self._now + 2 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.path = folder / "authority.pem"
        self.path.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def _begin(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        until: dt.datetime,
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - 9 * _DAY)
            .not_valid_after(until)
        )

    def certificate(self, host: str, *, expired: bool = False, signed: bool = True) -> Path:
        """A certificate for `host` with its key, in one file; `signed` by this authority or by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _named(host)
        until = self._now - _DAY if expired else self._now + _DAY
        found = (
            self._begin(name, self._name if signed else name, key, until)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self._key if signed else key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = self._folder / f"{host}-{expired}-{signed}.pem"
        path.write_bytes(found.public_bytes(serialization.Encoding.PEM) + private)
        return path


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])
