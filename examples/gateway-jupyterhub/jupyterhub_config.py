# What changes in the configuration of a JupyterHub that gets a gateway in front. `c` is there when the hub reads it.

# The hub's address is now the gateway's to use, and nobody else's.
c.JupyterHub.bind_url = "http://127.0.0.1:8900/"
# Where the hub answers the gateway and the users' servers: `JupyterHub.api_url` of the gateway. This is its default.
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081/"
