"""The list of parts (SBOM) in CycloneDX's form: `make sbom` writes docs/sbom.cdx.json.

It says nothing of a day or a machine, so that the same parts are the same bytes and a test sees when it is out of date.
"""

import json
import tomllib
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.supply.parts import ROOT, packages, vendored

PLACE = ROOT / "docs" / "sbom.cdx.json"


def written():
    """The text of the file. Its serial number is made from what it lists."""
    listed = json.loads(JsonV1Dot6(made()).output_as_string())
    del listed["metadata"]["timestamp"], listed["serialNumber"]
    listed["serialNumber"] = uuid5(NAMESPACE_URL, json.dumps(listed, sort_keys=True)).urn
    return json.dumps(listed, indent=1, sort_keys=True) + "\n"


def made():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = component(project["name"], project["version"], "MPL-2.0", type=ComponentType.APPLICATION)
    bom, parts = Bom(), {}
    bom.metadata.component = site
    for package in packages():
        parts[package.name] = component(package.name, package.version, package.licence, package.hashes, kind="pypi")
    for package in packages():
        for name in package.wanted_by:
            bom.register_dependency(parts[name], [parts[package.name]])
    direct = [part for part in parts.values() if part.name in asked_for()] + [browser(part) for part in vendored()]
    bom.components.update(parts.values(), direct)
    bom.register_dependency(site, direct)
    return bom


def asked_for():
    """The packages that requirements.txt names itself."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = (line.split("==")[0].split("[")[0] for line in lines if "==" in line)
    return {name.lower().replace("_", "-") for name in names}


def browser(part):
    """What browsers get of others, with its files."""
    library = component(part.name, part.version, part.licence, [part.sha256], kind="npm")
    library.external_references.add(ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(part.home)))
    for path, sha256 in part.files.items():
        library.components.add(component(path, part.version, part.licence, [sha256], type=ComponentType.FILE))
    return library


def component(name, version, licence, hashes=(), *, kind="", **more):
    purl = PackageURL(kind, name=name, version=version) if kind else None
    return Component(
        name=name,
        version=version,
        licenses=[LicenseExpression(licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256) for sha256 in hashes],
        purl=purl,
        bom_ref=purl.to_string() if purl else name,
        **more,
    )


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
