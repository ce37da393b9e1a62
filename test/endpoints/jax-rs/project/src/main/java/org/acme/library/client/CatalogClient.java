package org.acme.library.client;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

@Path("/catalog")
@RegisterRestClient
public interface CatalogClient {
  @GET
  @Path("/titles")
  String titles();
}
