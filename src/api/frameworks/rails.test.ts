import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../find-endpoints.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const draw = (body: string, files: Record<string, string> = {}): string[] =>
  shownEndpoints({ 'config/routes.rb': `Rails.application.routes.draw do\n${body}\nend\n`, ...files });

const paths = (body: string, files: Record<string, string> = {}): string[] =>
  draw(body, files).map((line) => line.split(' ').slice(0, 2).join(' '));

describe('routes', () => {
  it('names nested parameters after the singular, or after `as` and `param`', () => {
    expect(
      paths(`
        resources(:companies, only: []) { resources :addresses, only: :index }
        resources :people, param: :slug, as: :humans, only: [] do resources :cars, only: :index end
      `),
    ).toEqual(['GET /companies/:company_id/addresses', 'GET /people/:human_slug/cars']);
  });

  it('gives shallow members the path outside of their parents', () => {
    expect(
      paths(`
        namespace :shop do
          shallow do
            resources :articles, only: :show do
              resources :quotes, only: [:index, :show]
            end
          end
        end
        scope shallow_path: "in" do
          resources(:a, shallow: true, only: []) { resources :b, only: %i[index destroy] }
        end
      `),
    ).toEqual([
      'GET /in/a/:a_id/b',
      'DELETE /in/b/:id',
      'GET /shop/articles/:article_id/quotes',
      'GET /shop/articles/:id',
      'GET /shop/quotes/:id',
    ]);
  });

  it('leaves the forms out of an API application', () => {
    const application = {
      'config/application.rb': 'class App < Rails::Application\n  config.api_only = true\nend',
    };
    expect(paths('resource :cart, except: :destroy', application)).toEqual(
      ['POST /cart', 'GET /cart', 'PATCH /cart', 'PUT /cart'].sort(byPath),
    );
  });

  it('knows the other names of paths and of the actions of a member', () => {
    expect(
      paths(`
        scope path_names: { new: "neu", edit: "aendern" } do
          resources :things, only: %i[new edit] do
            get :show, on: :member
            member { get "raw", to: "things#raw" }
          end
        end
        resource(:account, only: []) { namespace(:settings) { get :billing } }
      `),
    ).toEqual([
      'GET /account/settings/billing',
      'GET /things/:id',
      'GET /things/:id/aendern',
      'GET /things/:id/raw',
      'GET /things/neu',
    ]);
  });

  it('says that a prefix is not seen where it is made at run time', () => {
    expect(draw('get "#{Settings.base}/status", to: "status#show"')).toEqual(['GET /status?']);
  });

  it('calls what the file defines, and does not go round in circles', () => {
    expect(
      paths(
        `
        def listing(name)
          resources name, only: :index
        end
        listing :cats
        concern(:loop) { concerns :loop; concerns :loop; get :x }
        resources(:dogs, only: []) { concerns :loop }
        draw :again
      `,
        { 'config/routes/again.rb': 'draw :again\ndraw :again\nget "z", to: "z#z"' },
      ).filter((path) => !path.includes('/x')),
    ).toContain('GET /cats');
  });

  it('takes no other draw or get for a route', () => {
    expect(
      shownEndpoints({
        'lib/canvas.rb': 'canvas.draw do\n  get "/x", to: "a#b"\nend',
        'app/controllers/a_controller.rb': 'class AController < ApplicationController\n  get "/x"\nend',
      }),
    ).toEqual([]);
  });
});

const controller = (text: string): Record<string, string> => ({
  'app/controllers/notes_controller.rb': text,
});

describe('controllers', () => {
  const one = 'resources :notes, only: :index';

  it('replaces a callback that is named again, and keeps what is not constant as not understood', () => {
    const text = `class NotesController < ActionController::Base
      before_action :require_login
      before_action :require_login, only: :create
      before_action :require_admin, only: LISTED
      def index; end
    end`;
    const [endpoint] = findEndpoints(
      Object.entries({
        'config/routes.rb': `Rails.application.routes.draw { ${one} }`,
        ...controller(text),
      }).map(([path, text]) => ({ path, text })),
      'head',
    );
    expect(endpoint?.authentication).toEqual([]);
    expect(endpoint?.otherChecks?.map(({ text }) => text)).toEqual(['require_admin']);
  });

  it('believes the body of a callback more than its name', () => {
    expect(
      draw(
        one,
        controller(`class NotesController < ApplicationController
        before_action :authenticate_visitor, :check_door
        def index = render(json: [])
        private
        def authenticate_visitor
          @visitor = Visitor.find_by(token: cookies[:token])
        end
        def check_door
          head :unauthorized if door_closed
        end
      end`),
      ),
    ).toEqual(['GET /notes auth=check_door:2 status=200']);
  });

  it('follows the methods that an action calls, through modules and superclasses', () => {
    expect(
      draw(one, {
        ...controller(`class NotesController < ListController
          def index
            authorize Note
            answer(filtered)
          end
          private
          def filtered = Note.where(filter_params)
        end`),
        'app/controllers/list_controller.rb': `class ListController < ApplicationController
          include Answering
          private
          def filter_params = params.permit(:state)
        end`,
        'app/controllers/concerns/answering.rb':
          'module Answering\n  def answer(list)\n    render json: list.page(1), status: list.empty? ? :no_content : :ok\n  end\nend',
      }),
    ).toEqual(['GET /notes authz=authorize:3 valid=params.permit(:state) page=page status=204+200']);
  });

  it('says what opens an endpoint to everybody', () => {
    const [endpoint] = findEndpoints(
      [
        { path: 'config/routes.rb', text: `Rails.application.routes.draw { ${one} }` },
        {
          path: 'app/controllers/notes_controller.rb',
          text: `class NotesController < ActionController::Base
            before_action :require_authentication
            allow_unauthenticated_access only: %i[ index ]
            def index; end
          end`,
        },
      ],
      'head',
    );
    expect(endpoint?.publicBy).toEqual({
      text: 'allow_unauthenticated_access only: %i[ index ]',
      path: 'app/controllers/notes_controller.rb',
      line: 3,
    });
  });

  it('reads classes that inherit from each other in a circle', () => {
    expect(
      draw(one, {
        ...controller('class NotesController < OtherController\n  include Own\n  def index; end\nend'),
        'app/controllers/other_controller.rb':
          'class OtherController < NotesController\n  before_action :require_login\nend',
        'app/controllers/concerns/own.rb': 'module Own\n  include Own\n  included { include Own }\nend',
      }),
    ).toEqual(['GET /notes auth=require_login:2 status=200']);
  });
});

describe('hostile files', () => {
  it('answers soon to deep nesting, loops in loops and thousands of callbacks', () => {
    const deep = `${'scope "a" do\n'.repeat(3000)}get "x", to: "x#y"\n${'end\n'.repeat(3000)}`;
    const list = `[${'"a",'.repeat(500)}]`;
    const loops = `${list}.each { |a| ${list}.each { |b| ${list}.each { |c| get "#{a}/#{b}/#{c}", to: "x#y" } } }`;
    const many = `class NotesController < ActionController::Base\n${'before_action :require_login\n'.repeat(20_000)}end`;
    draw(deep);
    expect(draw(loops).length).toBeLessThanOrEqual(20_000);
    draw('resources :notes', controller(many));
    expect(
      draw('resources :notes, only: [do', controller('class NotesController < (((\n def index')),
    ).toEqual([]);
  });
});

function byPath(a: string, b: string): number {
  const key = (line: string): string => line.split(' ').reverse().join(' ');
  return key(a) < key(b) ? -1 : 1;
}
