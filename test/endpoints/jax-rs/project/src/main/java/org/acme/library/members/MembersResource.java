package org.acme.library.members;

import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;

@Authenticated
public class MembersResource implements MembersApi {
  @Override
  public List<Member> findMembers(String name) {
    return List.of();
  }

  @Override
  @RolesAllowed("librarian")
  public Member addMember(Member member) {
    if (member.email() == null) throw new WebApplicationException(Response.Status.EXPECTATION_FAILED);
    return member;
  }

  @Override
  public Member findMember(String memberId) {
    throw new ForbiddenException();
  }

  @Override
  public void changeMember(String memberId, Member member) {}
}
