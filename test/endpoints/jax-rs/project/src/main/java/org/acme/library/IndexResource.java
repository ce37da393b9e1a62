package org.acme.library;

import jakarta.ws.rs.*;
import jakarta.ws.rs.core.Response;

@Path("/")
public class IndexResource {
  @GET
  public String index() {
    return "library";
  }

  @HEAD
  @Path("health")
  public Response health() {
    return Response.noContent().build();
  }
}
