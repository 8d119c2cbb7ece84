import pulumi
import pulumi_quay as quay

acme = quay.Organization("acme", email="platform@acme.example")

web = quay.Repository("web", namespace=acme.name, description="The web shop.")
api = quay.Repository("api", namespace=acme.name, visibility="public")

quay.Team("developers", organization=acme.name, role="creator")
quay.Team("operations", organization=acme.name, role="admin", description="On call.")

pulumi.export("images", {"web": web.image, "api": api.image})
