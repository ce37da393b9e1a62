package org.acme.library.members;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.*;
import java.util.List;

@Path("/members")
@Consumes({"application/json"})
public interface MembersApi {
  @GET
  List<Member> findMembers(@QueryParam("name") String name);

  @POST
  Member addMember(@Valid @NotNull Member member);

  @GET
  @Path("/{memberId}")
  Member findMember(@PathParam("memberId") String memberId);

  void changeMember(@PathParam("memberId") String memberId, Member member);
}
