package org.acme.library.members;

import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.ws.rs.*;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

@Path("session")
public class SessionResource {
  @POST
  public Response signIn(@Valid Credentials credentials, @Context UriInfo uri) {
    if (credentials.isWrong()) return Response.status(401).build();
    return Response.ok().build();
  }

  @GET
  public Member whoAmI(@Auth Optional<Member> member) {
    return member.orElse(null);
  }

  @GET
  @Path("/optional")
  public Member whoAmIPerhaps(@Auth Optional<Member> member) {
    return member.orElse(null);
  }

  @DELETE
  public void signOut(@Auth Member member) {}

  public String notARoute() {
    return "";
  }
}
