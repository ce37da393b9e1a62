import { describe, expect, it } from 'vitest';
import { plainSinatraPath } from '../ruby/sinatra-path.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const modular = (body: string): string => `require 'sinatra/base'\nclass App < Sinatra::Base\n${body}\nend\n`;

describe('sinatra', () => {
  it.each([
    ['/a/?', '/a'],
    ['/a/:id.?:format?', '/a/:id'],
    ['/a(.:format)', '/a'],
    ['/a/:b?/*rest', '/a/:b/*'],
    ['/{name}/x', '/:name/x'],
    ['/\\.well-known', '/.well-known'],
  ])('writes %s as %s', (given, path) => {
    expect(plainSinatraPath(given)).toBe(path);
  });

  it('says that the prefix is not seen where nothing runs the application', () => {
    const files = { 'app.rb': modular('get("/x") { "x" }') };
    expect(shownEndpoints(files)).toEqual(['GET /x? status=200']);
    expect(shownEndpoints({ ...files, 'config.ru': 'map("/y") { run App.new }' })).toEqual([
      'GET /y/x status=200',
    ]);
    expect(shownEndpoints({ 'app.rb': modular('get("/x") { "x" }\nrun! if app_file == $0') })).toEqual([
      'GET /x status=200',
    ]);
  });

  it('follows applications that are used by others, in circles as well', () => {
    const text = `require 'sinatra/base'
class Inner < Sinatra::Base
  use Outer
  get('/inner') { 'i' }
end
class Outer < Sinatra::Base
  use Inner
  use JwtAuthentication
  get('/outer') { 'o' }
end`;
    expect(shownEndpoints({ 'app.rb': text, 'config.ru': 'run Outer' })).toEqual([
      'GET /inner auth=use JwtAuthentication:8 status=200',
      'GET /outer auth=use JwtAuthentication:8 status=200',
    ]);
  });

  it('reads regular expressions of letters and groups, and no others', () => {
    expect(
      shownEndpoints({
        'app.rb': modular(`get(%r{/a/(?<id>\\d+)(?:/(b|c))?}) { 1 }
get %r{
  /x/  # the first
  (.+) # the rest
}x do
end
get(/\\/[a-z]+/) { 2 }`),
        'config.ru': 'run App',
      }).map((line) => line.split(' ')[1]),
    ).toEqual(['/a/:id/:1', '/x/:1']);
  });

  it('holds filters against the paths that they name', () => {
    expect(
      shownEndpoints({
        'config.ru': 'run App',
        'app.rb': modular(`before('/a/:id') { require_login }
before('/b*') { halt 403 unless admin? }
get('/a/:name') { 1 }
get('/a') { 2 }
get('/bees/x') { 3 }
namespace('/n') { before { authenticate! }; get('/x') { 4 } }
get('/n') { 5 }`),
      }),
    ).toEqual([
      'GET /a status=200',
      'GET /a/:name auth=require_login:3 status=200',
      "GET /bees/x authz=before('/b*'):4 status=200",
      'GET /n status=200',
      'GET /n/x auth=authenticate!:8 status=200',
    ]);
  });

  it('takes no block of another library for a route', () => {
    expect(
      shownEndpoints({
        'spec_helper_like.rb': "require 'sinatra/base'\nget('/x') { 1 }\nclass Plain\n  get('/y') { 2 }\nend",
      }),
    ).toEqual([]);
  });

  it('answers soon to endless loops in loops', () => {
    const list = `[${"'a',".repeat(400)}]`;
    const body = `${list}.each { |a| ${list}.each { |b| ${list}.each { |c| get("/#{a}/#{b}/#{c}") { 1 } } } }`;
    expect(shownEndpoints({ 'a.rb': modular(body) }).length).toBeLessThanOrEqual(50_000);
  });
});
